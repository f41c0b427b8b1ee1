const CENTRE = {
  over: [
    3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946,
    45921.95393154987, 67265.7709270087, 33430.57558358813, 2509.0809287301227,
  ],
  under: [
    1, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597,
    39307.89580009271, 28729.085735721943, 5226.495278852854,
  ],
};
const SHOULDER = {
  over: [
    1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045,
    1.2704582524523684, 0.2417807251774506, 0.022723844989269184, 0.0007745450142783414,
  ],
  under: [
    1, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008,
    0.015198666563616457, 0.0005475938084995345, 1.0507500716444169e-9,
  ],
};
const TAIL = {
  over: [
    6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487,
    0.026532189526576124, 0.0012426609473880784, 0.000027115555687434876, 2.0103343992922881e-7,
  ],
  under: [
    1, 0.599832206555888, 0.1369298809227358, 0.014875361290850615, 0.0007868691311456133,
    0.000018463183175100548, 1.421511758316446e-7, 2.0442631033899397e-15,
  ],
};

function rational({ over, under }: typeof CENTRE, x: number): number {
  const horner = (terms: readonly number[]): number =>
    terms.reduceRight((sum, term) => sum * x + term, 0);
  return horner(over) / horner(under);
}

/**
 * The value below which a standard normal variable lies with the given probability, to about
 * 1e-15: algorithm AS 241 (Wichura, Applied Statistics 37, 1988), its
 * coefficients as the doubles nearest to the printed ones.
 */
export function normalQuantile(probability: number): number {
  if (!(probability > 0 && probability < 1)) {
    throw new TypeError(`\`probability\` must be above 0 and below 1, got ${probability}`);
  }
  const fromCentre = probability - 0.5;
  if (Math.abs(fromCentre) <= 0.425) {
    return fromCentre * rational(CENTRE, 0.180625 - fromCentre * fromCentre);
  }
  const depth = Math.sqrt(-Math.log(Math.min(probability, 1 - probability)));
  const size = depth <= 5 ? rational(SHOULDER, depth - 1.6) : rational(TAIL, depth - 5);
  return Math.sign(fromCentre) * size;
}

/** Beyond this a tail is smaller than what a double can tell from 1. */
const FARTHEST = 8.2;

/** The probability that a standard normal variable lies below `z`: `normalQuantile` turned round. */
export function normalProbability(z: number): number {
  if (Number.isNaN(z)) throw new TypeError('`z` must be a number, got NaN');
  if (z <= -FARTHEST) return 0;
  if (z >= FARTHEST) return 1;
  let [low, high] = [0, 1];
  for (;;) {
    const probability = low + (high - low) / 2;
    if (probability === low || probability === high) return probability;
    if (normalQuantile(probability) < z) low = probability;
    else high = probability;
  }
}
