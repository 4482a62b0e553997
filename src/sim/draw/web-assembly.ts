/** A compiled module. It can be sent to another thread. */
export type CompiledModule = object;

/** As much of WebAssembly as is used here: TypeScript declares it for browsers only. */
interface WebAssemblyOffer {
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => CompiledModule;
  readonly Memory: new (pages: { initial: number }) => { readonly buffer: ArrayBuffer };
  readonly Instance: new (
    module: CompiledModule,
    imports: { readonly [module: string]: { readonly [name: string]: object } },
  ) => { readonly exports: Readonly<Record<string, unknown>> };
}

export const webAssembly: WebAssemblyOffer = Reflect.get(globalThis, 'WebAssembly');
