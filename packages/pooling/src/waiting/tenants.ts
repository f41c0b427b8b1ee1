/** What any one tenant may have at once. Infinity where there is no limit. */
export interface TenantCaps {
  readonly leased: number;
  readonly waiting: number;
}

/** How much each tenant has. Acquires that name no tenant are nobody's and have no cap. */
export interface Tenants {
  /** Whether the tenant may have another lease. */
  readonly hasRoom: (tenant: string | undefined) => boolean;
  leased(tenant: string | undefined, change: 1 | -1): void;
  waiting(tenant: string | undefined, change: 1 | -1): void;
  isWaitingEnough(tenant: string | undefined): boolean;
  /** How many of those who wait could have a lease, were there agents enough. */
  servable(waiting: number): number;
}

interface Has {
  leased: number;
  waiting: number;
}

export function createTenants(caps: TenantCaps): Tenants {
  const tenants = new Map<string, Has>();
  /** Of all who wait, those beyond what their tenant may have leased. */
  let inVain = 0;
  const inVainOf = ({ leased, waiting }: Has): number =>
    Math.max(0, waiting - Math.max(0, caps.leased - leased));

  function count(tenant: string | undefined, what: 'leased' | 'waiting', change: 1 | -1): void {
    if (tenant === undefined) return;
    let has = tenants.get(tenant);
    if (has === undefined) tenants.set(tenant, (has = { leased: 0, waiting: 0 }));
    inVain -= inVainOf(has);
    has[what] += change;
    inVain += inVainOf(has);
    if (has.leased === 0 && has.waiting === 0) tenants.delete(tenant);
  }
  const has = (tenant: string | undefined, what: 'leased' | 'waiting'): number =>
    tenant === undefined ? 0 : (tenants.get(tenant)?.[what] ?? 0);

  return {
    hasRoom: (tenant) => tenant === undefined || has(tenant, 'leased') < caps.leased,
    leased: (tenant, change) => count(tenant, 'leased', change),
    waiting: (tenant, change) => count(tenant, 'waiting', change),
    isWaitingEnough: (tenant) => has(tenant, 'waiting') >= caps.waiting,
    servable: (waiting) => waiting - inVain,
  };
}
