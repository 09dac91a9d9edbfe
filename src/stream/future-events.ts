/**
 * What is going to happen, earliest first: the future event list of a discrete-event simulation, as a 4-ary heap.
 * Four children a node halve the depth of a binary heap, and the times lie in one typed array: with 32,768 entries
 * a step touches about eight places. Equal times come out in an order that depends on the calls alone.
 */
export class FutureEvents<T> {
  #times = new Float64Array(64);
  readonly #items: T[] = [];

  get size(): number {
    return this.#items.length;
  }

  /** When the next one happens; Infinity when there is none. */
  get nextAt(): number {
    return this.#items.length > 0 ? (this.#times[0] ?? 0) : Number.POSITIVE_INFINITY;
  }

  /** The next one, which stays; undefined when there is none. */
  peek(): T | undefined {
    return this.#items[0];
  }

  schedule(at: number, item: T): void {
    let hole = this.#items.length;
    if (hole === this.#times.length) this.#grow();
    this.#items.push(item);
    const times = this.#times;
    while (hole > 0) {
      const parent = (hole - 1) >> 2;
      const parentAt = times[parent] ?? 0;
      if (parentAt <= at) break;
      times[hole] = parentAt;
      this.#items[hole] = this.#items[parent] as T;
      hole = parent;
    }
    times[hole] = at;
    this.#items[hole] = item;
  }

  /** Takes the next one out; undefined when there is none. */
  pop(): T | undefined {
    const first = this.#items[0];
    const lastAt = this.#times[this.#items.length - 1] ?? 0;
    const last = this.#items.pop();
    if (this.#items.length > 0) this.#sink(lastAt, last as T);
    return first;
  }

  /** Puts the next one off to a later time: cheaper than `pop` and `schedule`. */
  postpone(at: number): void {
    const first = this.#items[0];
    if (this.#items.length > 0) this.#sink(at, first as T);
  }

  #sink(at: number, item: T): void {
    const times = this.#times;
    const items = this.#items;
    const size = items.length;
    let hole = 0;
    for (;;) {
      const first = 4 * hole + 1;
      if (first >= size) break;
      let least = first;
      let leastAt = times[first] ?? 0;
      const end = Math.min(first + 4, size);
      for (let child = first + 1; child < end; child++) {
        const childAt = times[child] ?? 0;
        if (childAt < leastAt) {
          least = child;
          leastAt = childAt;
        }
      }
      if (leastAt >= at) break;
      times[hole] = leastAt;
      items[hole] = items[least] as T;
      hole = least;
    }
    times[hole] = at;
    items[hole] = item;
  }

  #grow(): void {
    const times = new Float64Array(this.#times.length * 2);
    times.set(this.#times);
    this.#times = times;
  }
}
