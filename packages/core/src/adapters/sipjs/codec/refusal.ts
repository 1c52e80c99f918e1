/** Why a frame is not taken, thrown inside the codec and nowhere else. */
export class Refusal extends Error {
  readonly status: number;

  constructor(reason: string, status = 400) {
    super(reason);
    this.status = status;
  }
}
