/**
 * The path of an event as it stood in the request. API Gateway's HTTP APIs decode it, and what was an escaped `?`, `#`, `%` or space must not
 * become part of the URL's form.
 */
export function escapedPath(rawPath: string): string {
  return encodeURI(rawPath.toWellFormed()).replace(/[?#]/g, encodeURIComponent);
}
