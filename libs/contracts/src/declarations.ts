import { declarationPurposes, sumReaders } from '@ithaca/domain/declaration';
import * as z from 'zod/mini';

import { defineRoutes } from './route.ts';
import { id, line, optionalParagraph } from './text.ts';

const choice = z.object({ key: z.string(), label: z.string() });
const choiceKey = line(40);

/** What the organisation asks people to say about themselves, and for what. Purpose and readers never change. */
const attributeFields = {
  id,
  name: z.string(),
  explanation: z.string(),
  purpose: z.enum(declarationPurposes),
  choices: z.array(choice),
  /** Who sees the sums; nobody sees what one person said. */
  seenBy: z.array(z.enum(sumReaders)),
};

export const declaredAttribute = z.object({
  ...attributeFields,
  state: z.enum(['open', 'retired']),
  /** The sums as last released; null while too few have answered, and for those who are not among the readers. */
  counts: z.nullable(
    z.object({
      countedOn: z.string(),
      declared: z.int(),
      /** `people` is null where the group is too small, or would give another one away. */
      choices: z.array(z.object({ key: z.string(), people: z.nullable(z.int()) })),
    }),
  ),
  isReader: z.boolean(),
  version: z.int(),
});
export type DeclaredAttribute = z.infer<typeof declaredAttribute>;

export const myDeclaration = z.object({
  ...attributeFields,
  choice: z.nullable(z.string()),
  consentedAt: z.nullable(z.string()),
});
export type MyDeclaration = z.infer<typeof myDeclaration>;

const attributeParams = z.strictObject({ attributeId: id });
const labels = (least: number) => z.array(line(80)).check(z.minLength(least), z.maxLength(20));

export const declarationRoutes = defineRoutes('declarations', {
  list: {
    method: 'GET',
    path: '/api/declared-attributes',
    summary: 'What people may say about themselves, with the sums that may be shown',
    access: 'directory.manage',
    reply: z.object({ items: z.array(declaredAttribute) }),
  },
  create: {
    method: 'POST',
    path: '/api/declared-attributes',
    summary: 'Ask people to say something about themselves, of their own free will and for one purpose',
    access: 'organisation.administer',
    body: z.strictObject({
      name: line(80),
      explanation: optionalParagraph(500),
      purpose: z.enum(declarationPurposes),
      choices: labels(2),
      seenBy: z.array(z.enum(sumReaders)).check(z.maxLength(3)),
    }),
    reply: declaredAttribute,
    status: 201,
    creates: true,
  },
  update: {
    method: 'PATCH',
    path: '/api/declared-attributes/:attributeId',
    summary: 'Word it better, or offer further choices; what was offered stays',
    access: 'organisation.administer',
    params: attributeParams,
    body: z.strictObject({
      name: z.optional(line(80)),
      explanation: z.optional(optionalParagraph(500)),
      addChoices: z.optional(labels(0)),
    }),
    reply: declaredAttribute,
    versioned: true,
  },
  retire: {
    method: 'DELETE',
    path: '/api/declared-attributes/:attributeId',
    summary: 'Ask no more: everything that was declared is deleted',
    access: 'organisation.administer',
    params: attributeParams,
    status: 204,
    versioned: true,
  },
  mine: {
    method: 'GET',
    path: '/api/my/declarations',
    summary: 'What I am asked about myself and what I have said',
    access: 'member.act',
    reply: z.object({ items: z.array(myDeclaration) }),
  },
  declare: {
    method: 'PUT',
    path: '/api/my/declarations/:attributeId',
    summary: 'Say it, or say it otherwise, with my consent to its purpose',
    access: 'member.act',
    params: attributeParams,
    body: z.strictObject({ choice: choiceKey, consent: z.literal(true) }),
    reply: myDeclaration,
  },
  withdraw: {
    method: 'DELETE',
    path: '/api/my/declarations/:attributeId',
    summary: 'Take back what I said: it is deleted',
    access: 'member.act',
    params: attributeParams,
    status: 204,
  },
});
