/** Rows that are given to the person they are of; `$1` is the organisation, `$2` the person, `r` the table. */
export interface View {
  /** Name of the list in the file. */
  as: string;
  of: string;
  /** Columns that are given. */
  gives: string;
  /** The sealed text is opened for its author and given as `body`. */
  opens?: true;
  /** Its rows (id, name) are uploaded files, whose content goes along; the row says under which name, as `savedAs`. */
  files?: true;
}

/**
 * Why a table holds nothing to give.
 * - `no-person`: it names nobody.
 * - `account`: it belongs to the way of signing in, which may serve several organisations; address and language are in `person`.
 * - `technical`: secrets, keys, queues and indexes, of no meaning outside.
 * - `office`: what somebody did for the organisation in their role; that they did it is in `acts`.
 * - `working-copy`: a copy kept to take something back; what it is a copy of is given.
 * - `deliberation`: what coordinators weighed before they decided; what they decided is given.
 */
export type LeftOut = 'no-person' | 'account' | 'technical' | 'office' | 'working-copy' | 'deliberation';

export interface Entry {
  views: readonly View[];
  /** Columns that no view gives, beside the organisation and the version. */
  leaves?: string;
}

export const mine = 'r.person_id = $2';
export const ofMyEnrolment = `r.enrolment_id in (select e.id from enrolments e where e.organisation_id = $1 and e.person_id = $2)`;
export const ofMyPairing = `r.pairing_id in (select m.pairing_id from pairing_members m where m.organisation_id = $1 and m.person_id = $2 and m.inside)`;
export const view = (as: string, of: string, gives: string): View => ({ as, of, gives });
