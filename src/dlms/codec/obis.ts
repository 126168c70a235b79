/** A logical name in the one form in which we print and compare it: `1-0:1.8.0.255`. */
export type Obis = `${number}-${number}:${number}.${number}.${number}.${number}`;
