/** What a rule answers: a value, or the reason it cannot be. Bugs are exceptions; refusals are these. */
export type Result<T, R> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: R };

/** The answer of a rule that holds. */
export const succeed = <T>(value: T): { readonly ok: true; readonly value: T } => ({ ok: true, value });

/** The answer of a rule that does not hold, with what is needed to explain it. */
export const refuse = <R>(refusal: R): { readonly ok: false; readonly refusal: R } => ({ ok: false, refusal });
