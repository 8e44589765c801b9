/**
 * The SQL of "the other is a partner of this one", for rows of one pairing that have `person_id` and `role`: the other side,
 * or the other of two peers. Mentees of a circle are not one another's partners.
 */
export const partnerOf = (other: string, self: string): string =>
  `(${other}.person_id <> ${self}.person_id and (${other}.role <> ${self}.role or ${other}.role = 'peer'))`;
