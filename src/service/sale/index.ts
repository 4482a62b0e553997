export { type NewSale, openSale, publishTau } from './open-sale.ts';
export { createSaleBook, type SaleBook, type SaleOnRecord } from './sale-book.ts';
