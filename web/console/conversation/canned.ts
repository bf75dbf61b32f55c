/** Openings an agent uses every day; inserted into the composer to be finished by hand. */
export const CANNED: readonly string[] = [
  '您好，您的情况我已经看到了，前面说过的不用再重复，我马上为您处理。',
  '给您添麻烦了，非常抱歉。我正在核实，请稍等一两分钟。',
  '麻烦您补一张外包装（带面单）的照片，我好为您尽快办理。',
  '已经为您提交，处理进度会第一时间通知您。',
  '请问还有其他可以帮您的吗？',
];
