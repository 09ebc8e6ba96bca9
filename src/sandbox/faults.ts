/** A fault for tests: what a method answers instead, or that it or its answer is late or lost. */
export type Fault = {
  readonly status?: number;
  readonly error?: string;
  readonly retryAfterSeconds?: number;
  /** The call takes effect, and the connection breaks before its answer. */
  readonly dropAnswer?: boolean;
  /** The call takes effect this much later. */
  readonly delayMs?: number;
  /** The call takes effect at once, and its answer comes this much later. */
  readonly delayAnswerMs?: number;
  /** The call never takes effect and is never answered; the app has to give up. */
  readonly hang?: boolean;
};

/** The faults a test asked for, each for a number of calls of a method, in the order they were asked for. */
export class Faults {
  private readonly asked: { readonly method: string; readonly how: Fault; left: number }[] = [];

  add(method: string, how: Fault, times: number): void {
    this.asked.push({ method, how, left: times });
  }

  /** The fault of the next call of a method; an empty one if none was asked for. */
  next(method: string): Fault {
    const fault = this.asked.find((each) => each.method === method && each.left > 0);
    if (!fault) return {};
    fault.left -= 1;
    return fault.how;
  }
}
