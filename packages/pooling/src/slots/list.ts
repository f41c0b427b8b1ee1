/** A member of a {@link List}: it knows its neighbours, so that leaving costs no walk. */
export interface Linked<T> {
  previous: T | undefined;
  next: T | undefined;
}

/** A list whose members are its own links. Each is in one list at a time. */
export class List<T extends Linked<T>> {
  first: T | undefined = undefined;
  last: T | undefined = undefined;
  size = 0;

  append(member: T): void {
    this.insertAfter(this.last, member);
  }

  /** Puts a member behind another one, or first when there is none. */
  insertAfter(previous: T | undefined, member: T): void {
    const next = previous === undefined ? this.first : previous.next;
    member.previous = previous;
    member.next = next;
    if (previous === undefined) this.first = member;
    else previous.next = member;
    if (next === undefined) this.last = member;
    else next.previous = member;
    this.size++;
  }

  remove(member: T): void {
    const { previous, next } = member;
    if (previous === undefined) this.first = next;
    else previous.next = next;
    if (next === undefined) this.last = previous;
    else next.previous = previous;
    member.previous = undefined;
    member.next = undefined;
    this.size--;
  }

  /** The one being visited may leave the list. */
  *[Symbol.iterator](): Generator<T, void> {
    for (let member = this.first; member !== undefined;) {
      const { next } = member;
      yield member;
      member = next;
    }
  }
}
