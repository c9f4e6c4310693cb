package org.clipspark.job.embed;

import java.io.Serializable;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.TaskContext;
import org.clipspark.job.embed.part.EmbeddedPart;
import org.clipspark.job.embed.part.EmbeddedUnit;

/**
 * One unit with the part of it that was found.
 *
 * @param unit what to embed
 * @param found name of the file that is there, empty if there is none
 */
record UnitTask(Unit unit, String found) implements Serializable {
    /**
     * What became of a unit.
     *
     * @param part its part, which is whole
     * @param isRepaired whether a damaged part was in its place
     * @param times what it took
     */
    record Outcome(EmbeddedPart part, boolean isRepaired, EmbeddingTimes times) implements Serializable {}

    /** Keeps the part that is there if it is whole, and computes it otherwise. */
    Outcome run(EncodingPlan plan) {
        Configuration hadoop = plan.hadoop().value();
        Optional<EmbeddedPart> whole =
                found.isEmpty() ? Optional.empty() : plan.folder().whole(found, hadoop);
        return whole.map(part -> new Outcome(part, false, EmbeddingTimes.NONE)).orElseGet(() -> compute(plan, hadoop));
    }

    private Outcome compute(EncodingPlan plan, Configuration hadoop) {
        Encoder encoder = EncoderPool.take(plan);
        boolean isDone = false;
        try {
            UnitEncoding encoding = new UnitEncoding(plan, encoder, EncoderPool.threads());
            EmbeddedUnit embedded = encoding.run(unit);
            String attempt = String.valueOf(TaskContext.get().taskAttemptId());
            EmbeddedPart part =
                    plan.folder().write(unit.number(), attempt, plan.rows().columns(), embedded, hadoop);
            isDone = true;
            return new Outcome(part, !found.isEmpty(), encoding.times());
        } finally {
            if (isDone) {
                EncoderPool.giveBack(plan, encoder);
            } else {
                encoder.close();
            }
        }
    }
}
