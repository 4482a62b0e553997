export { SaleApi } from './http-api.ts';
export { ROUTES, type Route, type RouteOwner } from './routes.ts';
