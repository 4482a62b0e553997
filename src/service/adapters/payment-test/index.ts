export { lmdbLedger, memoryLedger, type ProviderLedger } from './ledger.ts';
export { type PayInstruction, TEST_PROVIDER, TestPaymentProvider } from './test-payment-provider.ts';
export { testProviderApp } from './test-provider-app.ts';
