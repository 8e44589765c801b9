/** Special functions behind the intervals: gamma, beta, normal, t and chi-square. Good to about 12 digits. */

const lanczos = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];
const tiny = 1e-300;
const precision = 1e-15;
const maxTerms = 10_000;

/** Natural logarithm of Γ(x) for x > 0 (Lanczos, g = 7). */
export function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  const shifted = x - 1;
  const t = shifted + 7.5;
  let sum = lanczos[0] ?? 0;
  for (let i = 1; i < lanczos.length; i++) sum += (lanczos[i] ?? 0) / (shifted + i);
  return 0.5 * Math.log(2 * Math.PI) + (shifted + 0.5) * Math.log(t) - t + Math.log(sum);
}

/** Natural logarithm of "n choose k" for 0 <= k <= n. */
export function logChoose(n: number, k: number): number {
  return logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1);
}

/** Regularised upper incomplete gamma Q(a, x), a > 0, x >= 0: series below a + 1, continued fraction above. */
export function gammaUpperTail(a: number, x: number): number {
  if (x <= 0) return 1;
  const front = Math.exp(a * Math.log(x) - x - logGamma(a));
  if (x < a + 1) {
    let term = 1 / a;
    let sum = term;
    for (let i = 1; i < maxTerms && term > sum * precision; i++) {
      term *= x / (a + i);
      sum += term;
    }
    return 1 - front * sum;
  }
  let b = x + 1 - a;
  let c = 1 / tiny;
  let d = 1 / b;
  let h = d;
  for (let i = 1; i < maxTerms; i++) {
    const an = -i * (i - a);
    b += 2;
    d = 1 / nonZero(an * d + b);
    c = nonZero(b + an / c);
    h *= d * c;
    if (Math.abs(d * c - 1) < precision) break;
  }
  return front * h;
}

/** Regularised incomplete beta I_x(a, b) for 0 <= x <= 1 and positive a, b (Lentz's continued fraction). */
export function regularisedBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x));
  return x < (a + 1) / (a + b + 2)
    ? (front * betaFraction(x, a, b)) / a
    : 1 - (front * betaFraction(1 - x, b, a)) / b;
}

function betaFraction(x: number, a: number, b: number): number {
  let c = 1;
  let d = 1 / nonZero(1 - ((a + b) * x) / (a + 1));
  let h = d;
  for (let m = 1; m < maxTerms; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / nonZero(1 + even * d);
    c = nonZero(1 + even / c);
    h *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / nonZero(1 + odd * d);
    c = nonZero(1 + odd / c);
    h *= d * c;
    if (Math.abs(d * c - 1) < precision) break;
  }
  return h;
}

function nonZero(value: number): number {
  return Math.abs(value) < tiny ? tiny : value;
}

/** P(Z <= x) of the standard normal. */
export function normalCdf(x: number): number {
  const tail = gammaUpperTail(0.5, (x * x) / 2) / 2;
  return x < 0 ? tail : 1 - tail;
}

/**
 * The x with P(Z <= x) = p, for 0 < p < 1; ±Infinity at the ends. A rational start good to three digits
 * (Abramowitz & Stegun 26.2.23) and three Halley steps on the exact tail.
 */
export function normalQuantile(p: number): number {
  const tail = Math.min(p, 1 - p);
  const sign = p < 0.5 ? -1 : 1;
  if (tail <= 0) return sign * Infinity;
  const t = Math.sqrt(-2 * Math.log(tail));
  const top = 2.515517 + t * (0.802853 + t * 0.010328);
  let x = t - top / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
  for (let i = 0; i < 3; i++) {
    const error = gammaUpperTail(0.5, (x * x) / 2) / 2 - tail;
    const step = error * Math.sqrt(2 * Math.PI) * Math.exp((x * x) / 2);
    x += step / (1 - (x * step) / 2);
  }
  return p === 0.5 ? 0 : sign * x;
}

/** P(T <= t) of Student's t with `df` degrees of freedom (df > 0, need not be whole). */
export function tCdf(t: number, df: number): number {
  const tail = tUpperTail(Math.abs(t), df);
  return t < 0 ? tail : 1 - tail;
}

/** The t with P(T <= t) = p, for 0 < p < 1 and df > 0, by bisection; ±Infinity at the ends. */
export function tQuantile(p: number, df: number): number {
  if (p === 0.5) return 0;
  const wanted = Math.min(p, 1 - p);
  const sign = p < 0.5 ? -1 : 1;
  if (wanted <= 0) return sign * Infinity;
  let low = 0;
  let high = 1;
  while (tUpperTail(high, df) > wanted) high *= 2;
  for (let i = 0; i < 200 && high - low > precision * high; i++) {
    const middle = (low + high) / 2;
    if (tUpperTail(middle, df) > wanted) low = middle;
    else high = middle;
  }
  return (sign * (low + high)) / 2;
}

function tUpperTail(t: number, df: number): number {
  return regularisedBeta(df / (df + t * t), df / 2, 0.5) / 2;
}

/** P(X >= x) of chi-square with `df` degrees of freedom: the p value of a chi-square test. */
export function chiSquareUpperTail(x: number, df: number): number {
  return gammaUpperTail(df / 2, x / 2);
}

// From this shape on the cube root of a gamma is normal to more digits (1e-10) than its long series keeps.
const nearNormal = 1e6;

/**
 * The x with P(X <= x) = p of a gamma distribution of the given shape and scale 1, for 0 < p < 1, by bisection; of a large shape
 * by the cube root of Wilson & Hilferty 1931.
 */
export function gammaQuantile(p: number, shape: number): number {
  if (p <= 0) return 0;
  if (p >= 1) return Infinity;
  if (shape > nearNormal)
    return shape * (1 - 1 / (9 * shape) + normalQuantile(p) / (3 * Math.sqrt(shape))) ** 3;
  // Of the upper tails, since 1 less a small one has lost its digits.
  return rise((x) => -gammaUpperTail(shape, x), p - 1, Math.max(1, shape));
}

/**
 * The x with P(X <= x) = p of a beta distribution with positive a and b, for 0 <= p <= 1: Newton's steps from the normal
 * approximation, halved where they would leave what is known to hold it.
 */
export function betaQuantile(p: number, a: number, b: number): number {
  if (p <= 0) return 0;
  if (p >= 1) return 1;
  const logBeta = logGamma(a) + logGamma(b) - logGamma(a + b);
  const mean = a / (a + b);
  const guess = mean + normalQuantile(p) * Math.sqrt((mean * (1 - mean)) / (a + b + 1));
  let low = 0;
  let high = 1;
  let x = guess > 0 && guess < 1 ? guess : mean;
  for (let i = 0; i < 200 && high - low > precision * high; i++) {
    const below = regularisedBeta(x, a, b);
    if (below < p) low = x;
    else high = x;
    const density = Math.exp((a - 1) * Math.log(x) + (b - 1) * Math.log1p(-x) - logBeta);
    const next = x - (below - p) / density;
    const isInside = next > low && next < high;
    if (isInside && Math.abs(next - x) <= precision * x) return next;
    x = isInside ? next : (low + high) / 2;
  }
  return x;
}

/** Where a growing function reaches `p`, from 0 upwards. */
function rise(cdf: (x: number) => number, p: number, guess: number): number {
  let low = 0;
  let high = guess;
  while (cdf(high) < p) high *= 2;
  for (let i = 0; i < 200 && high - low > precision * high; i++) {
    const middle = (low + high) / 2;
    if (cdf(middle) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** The z of a two-sided interval: 1.959964 at level 0.95. */
export function twoSidedZ(level: number): number {
  return normalQuantile(1 - (1 - level) / 2);
}
