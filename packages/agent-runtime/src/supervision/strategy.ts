/**
 * Who is started again with a child that died: it alone, all, or it and those after it, which were
 * started with it there and may depend on it. Names and meanings are those of OTP's supervisor.
 */
export type Strategy = 'one_for_one' | 'one_for_all' | 'rest_for_one';

/** The children, in order, divided into those that may be started again at the same time. */
export function groupsOf<T>(strategy: Strategy, children: readonly T[]): readonly (readonly T[])[] {
  return strategy === 'one_for_one' ? children.map((child) => [child]) : [children];
}

/** The members of its group that are started again when `died` has died. */
export function affectedBy<T>(strategy: Strategy, group: readonly T[], died: T): readonly T[] {
  return strategy === 'rest_for_one' ? group.slice(group.indexOf(died)) : group;
}
