import type { Fault } from '../../contracts/reservation-store.contract.ts';

/** Throws at the writes a planted fault chooses. */
export class WriteFault {
  #fault: Fault | undefined;
  #writes = 0;

  plant(fault: Fault | undefined): void {
    this.#fault = fault;
    this.#writes = 0;
  }

  strike(write: unknown): void {
    this.#writes += 1;
    if (this.#fault?.(this.#writes, write)) throw new Error('a fault planted between two writes');
  }
}
