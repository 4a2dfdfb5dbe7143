/** The words of the details of a connection, in English; fetched with them. */
export const statisticsWords = {
  connection: 'Connection',
  connectionLevel: { good: 'Good', fair: 'Fair', poor: 'Poor', lost: 'Lost', unknown: 'Measuring…' },
  connectionPath: { direct: 'Direct', relayed: 'Through a relay', unknown: '…' },
  path: 'Path',
  roundTrip: 'Round trip',
  packetLoss: 'Packet loss',
  receiving: 'Receiving',
  sending: 'Sending',
  framesPerSecond: (count: string) => `${count} fps`,
  soundOnly: 'Sound only',
};

/** The words of statistics in one language. */
export type StatisticsWords = typeof statisticsWords;

declare module '../../locale/words.js' {
  interface FeatureWords extends StatisticsWords {}
}
