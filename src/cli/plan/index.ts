export { planPage } from './plan-page.ts';
