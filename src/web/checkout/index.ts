export { Checkout } from './checkout.tsx';
export { PaymentPage } from './payment-page.tsx';
