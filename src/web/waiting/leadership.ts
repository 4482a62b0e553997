/**
 * Runs `lead` in one tab of the browser at a time: here, as soon as no other tab does. The lock ends with its tab, however that ends, and a
 * browser does not freeze a tab that holds one. Where there are no locks (plain HTTP), every tab leads; that is more calls, not more chances.
 */
export function leadInOneTab(name: string, signal: AbortSignal, lead: () => Promise<void>): void {
  if (navigator.locks === undefined) {
    void lead();
    return;
  }
  navigator.locks.request(name, { signal }, lead).catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
}
