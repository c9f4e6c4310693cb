package org.clipspark.benchmarks.throughput;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.clipspark.model.input.ClipTokenizer;

/** {@link ClipTokenizer}, the repair of damaged text included. */
final class OurTokenizer implements Workload {
    /** Length of a caption in CLIP's models. */
    static final int CONTEXT = 77;

    private final List<String> captions;
    private final ClipTokenizer tokenizer;
    private int sink;

    OurTokenizer(List<String> captions, String vocabulary) {
        this.captions = captions;
        this.tokenizer = ClipTokenizer.load(Path.of(vocabulary));
    }

    @Override
    public int pass() {
        for (String caption : captions) {
            sink += tokenizer.encode(caption, CONTEXT)[1];
        }
        return captions.size();
    }

    @Override
    public double fingerprint() {
        double sum = 0;
        for (String caption : captions) {
            if (Captions.isPlain(caption)) {
                int[] ids = tokenizer.encode(caption, CONTEXT);
                int end = 1;
                while (end < CONTEXT && ids[end - 1] != tokenizer.vocabularySize() - 1) {
                    end++;
                }
                sum = Captions.fingerprint(
                        sum, Arrays.stream(ids, 0, end).asLongStream().toArray());
            }
        }
        // The ids of the timed passes are used, so that no compiler leaves the work out.
        return sum + 0.0 * sink;
    }
}
