/** Cases of the demo shop as bodies of the simulator, dated from `now`. */

export interface Traits {
  no_reason?: string;
  confirmed?: boolean;
  told?: boolean;
  warranty_months?: number;
  virtual?: { kind: string; state: string };
}

export interface Line {
  line_id: string;
  category: string;
  quantity: number;
  list_price: string;
  paid: string;
  traits?: Traits;
}

/** The body of `POST /api/policy/simulate`; what the form does not know goes through the JSON view. */
export interface Facts {
  now: string;
  request: string;
  remedy?: string;
  order: {
    paid_total?: string;
    freight: string;
    status: string;
    paid_at: string;
    promised_at?: string;
    shipped_at?: string;
    last_movement_at?: string;
    signed_at?: string;
    signed_by?: string;
    lines: Line[];
  };
  claim?: {
    photos?: { goods?: number; parcel?: number };
    fault?: boolean | string;
    complete?: boolean;
    received?: boolean;
    cause?: string;
    repairs?: number;
    current_price?: string;
    disputed_rule?: string;
  };
  shopper?: { approved_claims_90d?: number; photo_reused?: boolean };
}

export interface Preset {
  id: string;
  name: string;
  facts: (now: Date) => Facts;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const SHANGHAI = 8 * HOUR;

/** `2026-03-02T10:00:00+08:00` */
export function iso(moment: number): string {
  return `${new Date(moment + SHANGHAI).toISOString().slice(0, 16)}:00+08:00`;
}

/** Ten in the morning, some calendar days ago, in the shop's zone. */
function morning(now: number, days: number): number {
  return Math.floor((now + SHANGHAI) / DAY - days) * DAY + 10 * HOUR - SHANGHAI;
}

function signed(request: string, category: string, paid: string, days: number, more: Partial<Line> = {}, claim?: Facts['claim']) {
  return (at: Date): Facts => {
    const now = at.getTime();
    const received = days ? morning(now, days) : now - 2 * HOUR;
    return {
      now: iso(now),
      request,
      order: {
        freight: '0.00',
        status: 'signed',
        paid_at: iso(received - 3 * DAY),
        shipped_at: iso(received - 2 * DAY),
        signed_at: iso(received),
        lines: [{ line_id: '1', category, quantity: 1, list_price: paid, paid, ...more }],
      },
      ...(claim && { claim }),
    };
  };
}

function virtual(paid: string, traits: Traits) {
  return (at: Date): Facts => ({
    now: iso(at.getTime()),
    request: 'virtual',
    order: {
      freight: '0.00',
      status: 'delivered',
      paid_at: iso(at.getTime() - 2 * HOUR),
      lines: [{ line_id: '1', category: 'virtual', quantity: 1, list_price: paid, paid, traits }],
    },
  });
}

function stuck(at: Date): Facts {
  const now = at.getTime();
  return {
    now: iso(now),
    request: 'delay',
    order: {
      freight: '0.00',
      status: 'shipped',
      paid_at: iso(morning(now, 10)),
      shipped_at: iso(morning(now, 9)),
      last_movement_at: iso(morning(now, 5)),
      promised_at: iso(morning(now, 4)),
      lines: [{ line_id: '1', category: 'toys', quantity: 1, list_price: '129.00', paid: '129.00' }],
    },
  };
}

function unsent(at: Date): Facts {
  const now = at.getTime();
  return {
    now: iso(now),
    request: 'cancel',
    order: {
      freight: '0.00',
      status: 'paid',
      paid_at: iso(now - DAY),
      lines: [{ line_id: '1', category: 'clothes', quantity: 1, list_price: '899.00', paid: '899.00' }],
    },
  };
}

const BOTH_PHOTOS = { photos: { goods: 1, parcel: 1 } };
const BROKEN = { fault: true };

export const PRESETS: readonly Preset[] = [
  { id: 'vase', name: '花瓶运输破损，照片齐全', facts: signed('damaged', 'home', '189.00', 0, {}, BOTH_PHOTOS) },
  { id: 'hoodie', name: '卫衣第 3 天，不想要了', facts: signed('no_reason_return', 'clothes', '299.00', 3) },
  { id: 'fryer', name: '空气炸锅第 8 天，不想要了', facts: signed('no_reason_return', 'small_appliance', '399.00', 8) },
  {
    id: 'necklace',
    name: '定制项链，不想要了',
    facts: signed('no_reason_return', 'custom', '520.00', 1, { traits: { confirmed: true } }),
  },
  { id: 'cooker', name: '电饭煲第 12 天，有故障', facts: signed('quality', 'small_appliance', '459.00', 12, {}, BROKEN) },
  { id: 'phone', name: '手机进水送修', facts: signed('repair', 'phone', '2999.00', 120, {}, { fault: true, cause: 'liquid' }) },
  { id: 'durian', name: '榴莲坏果，有照片', facts: signed('quality', 'fresh', '239.00', 1, {}, { photos: { goods: 1 }, fault: true }) },
  { id: 'blocks', name: '积木迟迟不到', facts: stuck },
  { id: 'coat', name: '羽绒服还没发货，取消', facts: unsent },
  {
    id: 'membership',
    name: '会员年卡已开通，想退',
    facts: virtual('198.00', { told: true, virtual: { kind: 'membership', state: 'redeemed' } }),
  },
  { id: 'recharge', name: '话费充值失败', facts: virtual('99.80', { virtual: { kind: 'recharge', state: 'failed' } }) },
  {
    id: 'price',
    name: '买贵了，申请价保',
    facts: signed('compensation', 'shoes', '369.00', 2, {}, { current_price: '329.00' }),
  },
];

/** The body as it is sent: nothing empty, and the total that follows from lines and freight. */
export function body(facts: Facts): Facts {
  const { order } = facts;
  const cents = [order.freight, ...order.lines.map(({ paid }) => paid)].map((amount) => Math.round(Number(amount) * 100));
  const total = cents.reduce((sum, amount) => sum + amount, 0);
  // An amount that is none: the service names it before it looks at the sum.
  const paid_total = Number.isFinite(total) ? (total / 100).toFixed(2) : '0.00';
  return pruned({ ...facts, order: { ...order, paid_total } }) as Facts;
}

function pruned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(pruned);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, inner]) => [name, pruned(inner)] as const);
  return Object.fromEntries(entries.filter(([, inner]) => !isEmpty(inner)));
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return true;
  return typeof value === 'object' && !Array.isArray(value) && !Object.keys(value).length;
}
