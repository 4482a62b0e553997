/** Something a person must put right before the script can go on; its message is the one line they see. */
export class Stop extends Error {
  /**
   * @param {string} message
   * @param {number} [exitCode]
   */
  constructor(message, exitCode = 2) {
    super(message);
    this.name = 'Stop';
    this.exitCode = exitCode;
  }
}
