/** What is wrong in a file somebody wrote, and what to do about it. An error refuses the file; a warning does not. */
export type Problem = {
  readonly severity: 'error' | 'warning';
  readonly file: string;
  /** Counts from 1. */
  readonly line: number;
  readonly problem: string;
  readonly remedy: string;
};

/** One line for a log or a terminal: file, line, what is wrong, what to do. */
export const describeProblem = ({ severity, file, line, problem, remedy }: Problem): string =>
  `${file}:${line}: ${severity}: ${problem} ${remedy}`;
