import type { CommandTable } from '../framework/index.ts';

/** Every command, in the order help lists them. Nothing of a command is loaded before it is called. */
export const commands: CommandTable = {
  demo: {
    summary: 'run a whole sale on this machine and audit it',
    load: () => import('./demo.ts').then((module) => module.default),
  },
  serve: {
    summary: 'serve the events of a store on this machine',
    load: () => import('./serve.ts').then((module) => module.default),
  },
  seed: {
    summary: 'put an event and its seats into a store',
    load: () => import('./seed.ts').then((module) => module.default),
  },
  'event rename': {
    summary: 'change the name buyers see',
    load: () => import('./event-rename.ts').then((module) => module.default),
  },
  plan: {
    summary: 'say what a sale needs and costs',
    load: () => import('./plan.ts').then((module) => module.default),
  },
  doctor: {
    summary: 'examine everything before a sale opens',
    load: () => import('./doctor.ts').then((module) => module.default),
  },
  'tune-tau': {
    summary: 'hold the number of shoppers, or plan it',
    load: () => import('./tune-tau.ts').then((module) => module.default),
  },
  'sale create': {
    summary: 'commit to the rules of an event and publish them',
    load: () => import('./sale-create.ts').then((module) => module.default),
  },
  'sale open': {
    summary: 'let people in',
    load: () => import('./sale-open.ts').then((module) => module.default),
  },
  'sale pause': {
    summary: 'let nobody in for a while',
    load: () => import('./sale-pause.ts').then((module) => module.default),
  },
  'sale resume': {
    summary: 'end a pause',
    load: () => import('./sale-resume.ts').then((module) => module.default),
  },
  'sale close': {
    summary: 'end admission',
    load: () => import('./sale-close.ts').then((module) => module.default),
  },
  'sale target': {
    summary: 'change how many shoppers are held at once',
    load: () => import('./sale-target.ts').then((module) => module.default),
  },
  'sale what-if': {
    summary: 'forecast a sale with other settings',
    load: () => import('./sale-what-if.ts').then((module) => module.default),
  },
  'sale status': {
    summary: 'say how a sale stands',
    load: () => import('./sale-status.ts').then((module) => module.default),
  },
  'sale log': {
    summary: 'write what happened, for replaying',
    load: () => import('./sale-log.ts').then((module) => module.default),
  },
  dashboard: {
    summary: 'watch a sale and steer it, live in the terminal',
    load: () => import('./dashboard.ts').then((module) => module.default),
  },
  'flags list': {
    summary: 'say who stands on the abuse ladder',
    load: () => import('./flags-list.ts').then((module) => module.default),
  },
  'flags explain': {
    summary: 'say why a buyer was flagged',
    load: () => import('./flags-explain.ts').then((module) => module.default),
  },
  'flags clear': {
    summary: 'take a buyer off the abuse ladder',
    load: () => import('./flags-clear.ts').then((module) => module.default),
  },
  'keys create': {
    summary: 'draw the keys of a sale',
    load: () => import('./keys-create.ts').then((module) => module.default),
  },
  'keys rotate': {
    summary: 'change the signing key while people wait',
    load: () => import('./keys-rotate.ts').then((module) => module.default),
  },
  'keys list': {
    summary: 'say which keys a sale has',
    load: () => import('./keys-list.ts').then((module) => module.default),
  },
  'venue validate': {
    summary: 'check a venue file and list every problem',
    load: () => import('./venue-validate.ts').then((module) => module.default),
  },
  'venue show': {
    summary: 'describe a venue, or draw it as SVG',
    load: () => import('./venue-show.ts').then((module) => module.default),
  },
  'venue import': {
    summary: 'make a venue file from a CSV manifest',
    load: () => import('./venue-import.ts').then((module) => module.default),
  },
  simulate: {
    summary: 'run a sale of millions in seconds: is it fair',
    load: () => import('./simulate.ts').then((module) => module.default),
  },
  'simulate sweep': {
    summary: 'show what a setting trades, value by value',
    load: () => import('./simulate-sweep.ts').then((module) => module.default),
  },
  load: {
    summary: 'send load to a running sale and measure it',
    load: () => import('./load.ts').then((module) => module.default),
  },
  audit: {
    summary: 'prove that no seat and no payment went wrong',
    load: () => import('./audit.ts').then((module) => module.default),
  },
  'events tail': {
    summary: 'show the events that go out to webhooks',
    load: () => import('./events-tail.ts').then((module) => module.default),
  },
  'events retry': {
    summary: 'try deliveries again that were given up',
    load: () => import('./events-retry.ts').then((module) => module.default),
  },
  'draw commit': {
    summary: 'publish the rules of a draw, and a promise of its keys',
    load: () => import('./draw-commit.ts').then((module) => module.default),
  },
  'draw open': {
    summary: 'set the value of the public beacon',
    load: () => import('./draw-open.ts').then((module) => module.default),
  },
  'draw reveal': {
    summary: 'publish what proves a draw, after its sale',
    load: () => import('./draw-reveal.ts').then((module) => module.default),
  },
  'draw verify': {
    summary: 'check a draw from what was published after the sale',
    load: () => import('./draw-verify.ts').then((module) => module.default),
  },
  'token explain': {
    summary: 'say why a waiting token gets in, or not yet',
    load: () => import('./token-explain.ts').then((module) => module.default),
  },
  completion: {
    summary: 'teach a shell the commands',
    load: () => import('./completion.ts').then((module) => module.default),
  },
};
