export { checkOut, payAgain } from './check-out.ts';
export { ownPayment, type PaymentView, paymentView } from './payment-view.ts';
export { receiveWebhook } from './receive-webhook.ts';
