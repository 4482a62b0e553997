import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  Function as EdgeFunction,
  FunctionCode,
  FunctionRuntime,
  KeyValueStore,
} from 'aws-cdk-lib/aws-cloudfront';
import { Construct } from 'constructs';
import { UserError } from '../../core/errors/index.ts';
import type { Deployment } from '../config/index.ts';

/** Every page is the one shell, which reads its address itself. */
const SHELL = "function handler(event){event.request.uri='/index.html';return event.request}";

/** The two functions of the waiting room with the store they read, and a third that leads every page to the shell. */
export class EdgeFunctions extends Construct {
  readonly store: KeyValueStore;
  readonly mint: EdgeFunction;
  readonly admit: EdgeFunction;
  readonly shell: EdgeFunction;

  /** @param folder where `mint.js` and `admit.js` were built. @throws UserError `NOT_BUILT`. */
  constructor(scope: Construct, { name }: Deployment, folder: string) {
    super(scope, 'EdgeFunctions');
    this.store = new KeyValueStore(this, 'Store', {
      keyValueStoreName: name,
      comment: 'tix: sale records and keys, as the edge reads them',
    });
    const make = (id: string, code: string, store?: KeyValueStore) =>
      new EdgeFunction(this, id, {
        functionName: `${name}-${id.toLowerCase()}`,
        runtime: FunctionRuntime.JS_2_0,
        code: FunctionCode.fromInline(code),
        ...(store === undefined ? {} : { keyValueStore: store }),
      });
    this.mint = make('Mint', built(folder, 'mint.js'), this.store);
    this.admit = make('Admit', built(folder, 'admit.js'), this.store);
    this.shell = make('Shell', SHELL);
  }
}

function built(folder: string, file: string): string {
  try {
    return readFileSync(join(folder, file), 'utf8');
  } catch (error) {
    throw new UserError('NOT_BUILT', `${file} is not built; run \`npm run build\``, [], { cause: error });
  }
}
