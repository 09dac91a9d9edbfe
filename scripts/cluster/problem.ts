/** Something that the reader of the terminal can act on: what is wrong, and what to do. */
export class ClusterProblem extends Error {
  readonly remedy: string;

  constructor(message: string, remedy: string) {
    super(message);
    this.name = 'ClusterProblem';
    this.remedy = remedy;
  }
}
