/** What is kept in this browser could not be kept or read: a full disk, a private window. All else goes on. */
export class YjPictureFault extends Event {
  static readonly type = 'yj-picture-fault';
  readonly cause: unknown;

  constructor(cause: unknown) {
    super(YjPictureFault.type);
    this.cause = cause;
  }
}

declare global {
  interface HTMLElementEventMap {
    'yj-picture-fault': YjPictureFault;
  }
}
