import { type TestSpecification, BaseSequencer } from 'vitest/node';

/** What waits most of its time, for deadlines or for processes to start; other files use the cores meanwhile. */
const WAITING =
  /\/(kakao-outage-slow|kakao-callback-failures|session-model|start|mail-outages|database-outage|database-silence|crash|web-session|web-pages|lost-answers|socket|doctor)\.e2e-spec\.ts$/;

/** Too few, and every worker waits at once while the cores have nothing to do. */
const OTHERS_BETWEEN = 4;

/** Starts the files that take long early, even where no earlier run says which these are: none is left alone at the end. */
export class WaitingFirst extends BaseSequencer {
  override async sort(
    files: TestSpecification[],
  ): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const waits = ({ moduleId }: TestSpecification) => WAITING.test(moduleId);
    const others = sorted.filter((file) => !waits(file));
    const mixed = sorted
      .filter(waits)
      .flatMap((file) => [file, ...others.splice(0, OTHERS_BETWEEN)]);
    return [...mixed, ...others];
  }
}
