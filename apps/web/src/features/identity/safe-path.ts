/** Where to go after signing in: a path of this app, never another site, never the entrance itself but for links that lead on. */
export function safePath(path: string | null | undefined): string {
  if (!path || !/^\/(?![/\\])\P{Cc}*$/u.test(path)) return '/';
  return /^\/(join|shared)\//.test(path) || !isEntrance(path.split(/[?#]/)[0] ?? '') ? path : '/';
}

/** Pages for those whom nobody knows yet; a small app of their own (entrance.tsx). */
export function isEntrance(pathname: string): boolean {
  return /^\/(sign-in|sign-in\/link|choose-organisation|invite\/[^/]+|join\/[^/]+|act\/[^/]+|certificates\/[^/]+|shared\/[^/]+)\/?$/.test(
    pathname,
  );
}
