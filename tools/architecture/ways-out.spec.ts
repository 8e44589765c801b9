import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { describe, expect, it } from '@jest/globals';

const root = path.resolve(import.meta.dirname, '../..');
const features = 'apps/api/src/features';
const SUPPRESSION = 'libs/metrics/src/suppression.ts';
const RELEASES = 'libs/metrics/src/releases.ts';
const FROZEN = `${features}/metrics/access/frozen-pages.queries.ts`;

/** How a route that tells numbers keeps them from telling on somebody: what its answer is made by, and what that has to use. */
interface Way {
  by: string;
  uses: readonly string[];
}
const suppressed = (by: string): Way => ({ by: `${features}/${by}`, uses: [SUPPRESSION] });
const inBatches = (by: string): Way => ({ by: `${features}/${by}`, uses: [SUPPRESSION, RELEASES] });
const frozen = (by: string): Way => ({ by: `${features}/${by}`, uses: [SUPPRESSION, RELEASES, FROZEN] });
/** Tells nothing about people that whoever may ask does not see name by name, or nothing about people at all. */
const NAMED = 'named';

/** Every route whose answer holds a number that could be withheld. */
const waysOut: Readonly<Record<string, Way | typeof NAMED>> = {
  'metrics.dictionary': NAMED,
  'metrics.cohortOverview': inBatches('metrics/cohort/cohort-overview.queries.ts'),
  'metrics.cohortWorkforce': suppressed('metrics/cohort/cohort-workforce.queries.ts'),
  'measures.rhythm': suppressed('metrics/cohort/rhythm.queries.ts'),
  'measures.pulse': inBatches('metrics/cohort/pulse.queries.ts'),
  'measures.engagement': inBatches('metrics/cohort/engagement.queries.ts'),
  'measures.outcomes': suppressed('metrics/cohort/outcomes.queries.ts'),
  'comparison.get': inBatches('metrics/comparison/comparison.queries.ts'),
  'benchmarks.get': inBatches('metrics/comparison/benchmarks.queries.ts'),
  'metrics.access': frozen('metrics/access/access.queries.ts'),
  'reports.get': frozen('reports/reports.queries.ts'),
  'reports.quarter': inBatches('reports/quarter/quarter.queries.ts'),
  'saved-reports.preview': inBatches('reports/built/built.queries.ts'),
  'saved-reports.get': inBatches('reports/built/built.queries.ts'),
  'report-links.open': inBatches('reports/links/report-links.service.ts'),
  'report-schedules.read': inBatches('reports/schedules/sending.service.ts'),
  'score-quality.get': inBatches('metrics/cohort/score-quality.queries.ts'),
  'surveys.results': inBatches('surveys/moments/survey-results.queries.ts'),
  'introductions.count': inBatches('introductions/introductions.queries.ts'),
  'matching-policy.compare': inBatches('matching/policy/policy-equity.queries.ts'),
  'matching.overview': NAMED,
  'matching.start': NAMED,
  'matching.getRun': NAMED,
  'matching.listProposals': NAMED,
  'matching-runs.cancel': NAMED,
  'review.goBack': NAMED,
  'resources.listKept': suppressed('resources/resources.queries.ts'),
  'resources.listOfProgram': suppressed('resources/resources.queries.ts'),
  'resources.add': suppressed('resources/resources.queries.ts'),
  'resources.order': suppressed('resources/resources.queries.ts'),
  'resources.place': suppressed('resources/resources.queries.ts'),
  'resources.takeOut': suppressed('resources/resources.queries.ts'),
};

/** Files and papers of numbers: each is made from the answer of a route above, so that both withhold the same. */
const files: Readonly<Record<string, { by: string; from: readonly string[] }>> = {
  'metric-tables.ofCohort': {
    by: `${features}/reports/tables/tables.queries.ts`,
    from: [
      `${features}/metrics/cohort/cohort-overview.queries.ts`,
      `${features}/metrics/cohort/cohort-workforce.queries.ts`,
      `${features}/metrics/access/access.queries.ts`,
    ],
  },
  'metric-tables.ofReport': {
    by: `${features}/reports/tables/tables.queries.ts`,
    from: [`${features}/reports/reports.queries.ts`],
  },
  'comparison.table': {
    by: `${features}/reports/tables/comparison-table.ts`,
    from: [`${features}/metrics/comparison/comparison.queries.ts`],
  },
  'benchmarks.table': {
    by: `${features}/reports/tables/benchmarks-table.ts`,
    from: [`${features}/metrics/comparison/benchmarks.queries.ts`],
  },
  'saved-reports.table': {
    by: `${features}/reports/built/built-files.queries.ts`,
    from: [`${features}/reports/built/built.queries.ts`],
  },
  'saved-reports.paper': {
    by: `${features}/reports/built/built-files.queries.ts`,
    from: [`${features}/reports/built/built.queries.ts`],
  },
  'reports.quarterPaper': {
    by: `${features}/reports/quarter/quarter.queries.ts`,
    from: [`${features}/reports/quarter/quarter-page.ts`],
  },
  'reports.paper': {
    by: `${features}/reports/paper/paper.queries.ts`,
    from: [`${features}/reports/reports.queries.ts`],
  },
};

/** Words of an answer that carries a number with its base, or one that may be withheld. */
const telling = new Set(['suppressed', 'numerator', 'estimate', 'minimumGroup', 'smallestGroup', 'raters']);

const openapi: unknown = JSON.parse(readFileSync(path.join(root, 'apps/api/openapi.json'), 'utf8'));
const at = (value: unknown, ...keys: string[]): unknown =>
  keys.reduce((inner: unknown, key) => (inner as Record<string, unknown> | undefined)?.[key], value);

function tells(schema: unknown, seen = new Set<unknown>()): boolean {
  if (typeof schema !== 'object' || schema === null || seen.has(schema)) return false;
  seen.add(schema);
  const reference = at(schema, '$ref');
  if (typeof reference === 'string' && tells(at(openapi, ...reference.split('/').slice(1)), seen))
    return true;
  const properties = at(schema, 'properties');
  if (properties && Object.keys(properties).some((key) => telling.has(key))) return true;
  return Object.values(schema).some((inner) => tells(inner, seen));
}

const operations = () =>
  Object.values(at(openapi, 'paths') ?? {}).flatMap((methods: unknown) => Object.values(methods ?? {}));
const nameOf = (operation: unknown) => String(at(operation, 'operationId'));
const allOperations = () => operations().map(nameOf);

function tellingRoutes(): string[] {
  return operations()
    .filter((operation) =>
      Object.entries(at(operation, 'responses') ?? {}).some(
        ([status, reply]) => status.startsWith('2') && tells(reply),
      ),
    )
    .map(nameOf);
}

/** What a file makes use of, directly or through others. */
function reached(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file) || !existsSync(path.join(root, file))) return seen;
  seen.add(file);
  for (const [, specifier = ''] of readFileSync(path.join(root, file), 'utf8').matchAll(/from '([^']+)'/g)) {
    if (specifier.startsWith('.'))
      reached(path.relative(root, path.resolve(root, path.dirname(file), specifier)), seen);
    const metric = /^@ithaca\/metrics\/(.+)$/.exec(specifier);
    if (metric) reached(`libs/metrics/src/${metric[1]}.ts`, seen);
  }
  return seen;
}

describe('numbers leave the product', () => {
  it('only by routes of which it is said how they tell on nobody', () => {
    expect(tellingRoutes().toSorted()).toEqual(Object.keys(waysOut).toSorted());
  });

  it.each(Object.entries(waysOut).flatMap(([route, way]) => (way === NAMED ? [] : [[route, way] as const])))(
    'by %s through the one suppression, and what else its way asks for',
    (_, { by, uses }) => {
      const used = reached(by);
      for (const file of uses) expect([...used]).toContain(file);
    },
  );

  it.each(Object.entries(files))('as a file by %s from what a screen is answered', (route, { by, from }) => {
    expect(allOperations()).toContain(route);
    expect([...reached(by)]).toEqual(expect.arrayContaining([...from]));
    // A statement of its own may ask for names and languages, never for rows that numbers are made of.
    expect(readFileSync(path.join(root, by), 'utf8')).not.toMatch(
      /from (?:pairings|meetings|enrolments|check_ins|survey_answers|goals)\b/,
    );
  });

  it('with no threshold of their own', () => {
    const own = globSync(`${features}/**/*.ts`, { cwd: root })
      .filter((file) => !file.includes('.spec.'))
      .flatMap((file) =>
        readFileSync(path.join(root, file), 'utf8')
          .split('\n')
          .filter((line) =>
            /[\w)\]] (?:<|<=|>|>=) (?:k\b|MINIMUM_GROUP|surveyMinimum|SMALLEST_\w+)/.test(line),
          )
          .map((line) => `${file}: ${line.trim()}`),
      );
    expect(own).toEqual([]);
  });
});
