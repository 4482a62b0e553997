export { type OpenApp, openApp } from './open-app.ts';
