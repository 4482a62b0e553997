// What a deployment needs to know of the functions; they themselves are reached through their bundles only.
export { ENTRIES, type Entry, EVENT_SOURCE, NAMESPACE, ORIGIN_HEADER, PAYMENT_PAGE_PATH } from './names.ts';
export * from './settings/index.ts';
