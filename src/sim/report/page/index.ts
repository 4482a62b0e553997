export { VERDICTS } from './judgement.ts';
export { reportPage } from './page.ts';
