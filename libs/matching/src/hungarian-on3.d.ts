declare module 'hungarian-on3' {
  /** Pairs of row and column with the least sum of costs. */
  export default function hungarian(costs: number[][]): [row: number, column: number][];
}
