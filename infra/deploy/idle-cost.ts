import { PRICES } from '../prices.ts';

interface Template {
  Resources?: Record<string, { Type: string; Properties?: Record<string, unknown> }>;
}

export interface IdleCost {
  /** Dollars a month. */
  total: number;
  parts: { what: string; count: number; dollars: number }[];
}

const MINUTES_OF_A_MONTH = 60 * 24 * 30;
/** Queries of a function that looks what is due, a shard at a time, and what a kilobyte of its log and its time cost. */
const QUERIES_PER_TICK = 64;
const TICK_SECONDS = 0.3;
const TICK_GIGABYTES = 0.5;
const TICK_LOG_BYTES = 900;

/**
 * What the resources of these templates cost in a month in which nobody works, by list price: what is paid by the
 * month, and the ticks of the clock. Storage is not in it.
 */
export function idleCost(templates: Template[]): IdleCost {
  const resources = templates.flatMap(({ Resources = {} }) => Object.values(Resources));
  const count = (type: string): number => resources.filter(({ Type }) => Type === type).length;
  const ticks = resources.reduce((sum, { Type, Properties }) => {
    const every = Type === 'AWS::Scheduler::Schedule' ? minutesOf(Properties?.ScheduleExpression) : undefined;
    return every === undefined ? sum : sum + MINUTES_OF_A_MONTH / every;
  }, 0);
  const perTick =
    PRICES.eventBridge.scheduledInvocation +
    PRICES.lambda.request +
    TICK_SECONDS * TICK_GIGABYTES * PRICES.lambda.gigabyteSecond +
    QUERIES_PER_TICK * 0.5 * PRICES.dynamo.readUnit +
    (TICK_LOG_BYTES / 1e9) * PRICES.logs.gigabyte +
    PRICES.xray.trace;
  const part = (what: string, many: number, each: number) => ({ what, count: many, dollars: many * each });
  const parts = [
    part('alarms', count('AWS::CloudWatch::Alarm'), PRICES.alarmMonth),
    part('keys', count('AWS::KMS::Key'), PRICES.kms.keyMonth),
    part('dashboards', count('AWS::CloudWatch::Dashboard'), PRICES.dashboardMonth),
    part('ticks of the clock', Math.round(ticks), perTick),
  ].filter(({ dollars }) => dollars > 0);
  return { total: parts.reduce((sum, { dollars }) => sum + dollars, 0), parts };
}

/** `rate(5 minutes)` → 5 */
function minutesOf(expression: unknown): number | undefined {
  const match = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(String(expression));
  if (match === null) return undefined;
  return Number(match[1]) * { minute: 1, hour: 60, day: 1440 }[match[2] as 'minute' | 'hour' | 'day'];
}
