/** Who may import whom. Arrows only go down; see docs/architecture.md. */
const order = [
  'identity', 'organisations', 'people', 'programs', 'presence', 'enrolments', 'pairings', 'matching', 'requests', 'meetings', 'goals', 'messages', 'safeguarding', 'surveys', 'introductions', 'resources', 'nudges', 'acts', 'metrics', 'digests', 'mails', 'reports', 'personal-data', 'rehearsals',
];

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
    { name: 'libs-pure', comment: 'domain, statistics and matching import nothing of ours', severity: 'error', from: { path: '^libs/(domain|statistics|matching)/src', pathNot: '\\.(spec|bench)\\.ts$|/given\\.ts$' }, to: { path: '^(libs|apps|tools)/', pathNot: '^libs/$1/' } },
    { name: 'libs-no-packages', comment: 'the pure libs need no package, but for the integer programs of circles', severity: 'error', from: { path: '^libs/(domain|statistics|matching|metrics)/src', pathNot: '\\.(spec|bench)\\.ts$|/given\\.ts$' }, to: { dependencyTypes: ['npm', 'npm-dev', 'core'], pathNot: '^node_modules/highs/' } },
    { name: 'contracts-on-domain', severity: 'error', from: { path: '^libs/contracts/' }, to: { path: '^(libs|apps|tools)/', pathNot: '^libs/(contracts|domain)/' } },
    { name: 'metrics-on-statistics', severity: 'error', from: { path: '^libs/metrics/' }, to: { path: '^(libs|apps|tools)/', pathNot: '^libs/(metrics|statistics)/' } },
    { name: 'testkit-below', severity: 'error', from: { path: '^libs/testkit/' }, to: { path: '^(libs|apps|tools)/', pathNot: '^libs/(testkit|contracts|domain)/' } },
    { name: 'web-on-contracts', severity: 'error', from: { path: '^apps/web/' }, to: { path: '^(libs|apps|tools)/', pathNot: '^(apps/web|libs/(contracts|metrics|domain))/' } },
    { name: 'api-on-libs', severity: 'error', from: { path: '^apps/api/src', pathNot: '\\.spec\\.ts$|^apps/api/src/demo\\.ts$' }, to: { path: '^(libs|apps|tools)/', pathNot: '^(apps/api/(src|node_modules)|libs/(contracts|matching|metrics|domain))/' } },
    { name: 'testkit-only-for-tests', comment: 'the demo is the one place where the product itself loads the builders', severity: 'error', from: { path: '^apps/(api|web)/src', pathNot: '\\.spec\\.tsx?$|^apps/api/src/demo\\.ts$' }, to: { path: '^libs/testkit/' } },
    { name: 'platform-knows-no-feature', severity: 'error', from: { path: '^apps/api/src/platform/' }, to: { path: '^apps/api/src/features/' } },
    { name: 'tools-imported-by-nobody', severity: 'error', from: { pathNot: '^tools/' }, to: { path: '^tools/' } },
    { name: 'e2e-over-http', severity: 'error', from: { path: '^apps/e2e/' }, to: { path: '^(apps/(api|web)|libs/(matching|metrics|statistics))/' } },
    { name: 'web-features-apart', severity: 'error', from: { path: '^apps/web/src/features/([^/]+)/' }, to: { path: '^apps/web/src/features/', pathNot: '^apps/web/src/features/$1/' } },
    { name: 'ui-has-no-business', comment: 'how a chart is laid out is no business: paper draws it so as well', severity: 'error', from: { path: '^apps/web/src/ui/' }, to: { path: '^(apps/web/src/(features|shell)|libs/)', pathNot: '^libs/metrics/src/charts/' } },
    { name: 'charts-know-no-metric', severity: 'error', from: { path: '^libs/metrics/src/charts/' }, to: { path: '^(libs|apps|tools)/', pathNot: '^libs/metrics/src/charts/' } },
    ...order.map((feature, index) => ({
      name: `${feature}-looks-left`, severity: 'error', from: { path: `^apps/api/src/features/${feature}/`, pathNot: '\\.spec\\.ts$' },
      to: { path: `^apps/api/src/features/(${order.slice(index + 1).join('|') || 'none'})/` },
    })),
    {
      name: 'features-through-the-door', comment: 'another feature is used through its module, services, queries or entities only', severity: 'error',
      from: { path: '^apps/api/src/features/([^/]+)/', pathNot: '\\.spec\\.ts$' },
      to: { path: '^apps/api/src/features/', pathNot: '^apps/api/src/features/$1/|\\.(service|queries|module)\\.ts$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(/dist/|\\.json$|\\.css$|^apps/api/testing)' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default'], extensions: ['.ts', '.tsx', '.mjs', '.js'] },
  },
};
