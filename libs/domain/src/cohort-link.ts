/** How many links of a cohort may be open at once, and how many mail domains one may name. */
export const COHORT_LINKS = { most: 20, mostDomains: 20 } as const;

export interface CohortLink {
  /** In lower case. */
  domains: readonly string[];
  /** The last day on which it opens. */
  untilOn: string;
  isRevoked: boolean;
}

/** What stands behind the last @ of a mail address, in lower case; empty without one. */
export const domainOf = (email: string): string => {
  const at = email.lastIndexOf('@');
  return at < 0
    ? ''
    : email
        .slice(at + 1)
        .trim()
        .toLowerCase();
};

/** Does the link open to somebody with this address on this day (of the organisation)? Never without an address; a subdomain is another domain. */
export function linkOpensTo(link: CohortLink, email: string | null, today: string): boolean {
  return !link.isRevoked && today <= link.untilOn && email !== null && link.domains.includes(domainOf(email));
}
