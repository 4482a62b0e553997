export { bashScript } from './bash.ts';
export { fishScript } from './fish.ts';
export { completionModel } from './model.ts';
export { zshScript } from './zsh.ts';
