package org.clipspark.job.embed;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.clipspark.job.device.DeviceBinding;
import org.clipspark.model.input.ClipTokenizer;

/**
 * Encoders that stay warm in an executor between tasks, as many as tasks ran at once. One is out while a task uses it;
 * those of another checkpoint are freed when the next one is taken.
 */
final class EncoderPool {
    private static final Map<String, Deque<Encoder>> IDLE = new HashMap<>();

    private EncoderPool() {}

    /** Native threads of the task that asks. */
    static int threads() {
        return DeviceBinding.threads(SparkEnv.get().conf(), TaskContext.get().cpus());
    }

    /** Takes an encoder out of the pool, or loads one. */
    static Encoder take(EncodingPlan plan) {
        return idle(key(plan)).orElseGet(() -> {
            ClipTokenizer tokenizer =
                    plan.vocabulary().tokenizer(plan.checkpoint().model().text().tokenizerOptions());
            return Encoder.load(
                    plan.checkpoint(),
                    tokenizer,
                    plan.batchSize(),
                    threads(),
                    plan.hadoop().value());
        });
    }

    private static String key(EncodingPlan plan) {
        return plan.encoderKey() + " " + threads();
    }

    private static synchronized Optional<Encoder> idle(String key) {
        Iterator<Map.Entry<String, Deque<Encoder>>> entries = IDLE.entrySet().iterator();
        while (entries.hasNext()) {
            Map.Entry<String, Deque<Encoder>> entry = entries.next();
            if (!entry.getKey().equals(key)) {
                entry.getValue().forEach(Encoder::close);
                entries.remove();
            }
        }
        return Optional.ofNullable(
                IDLE.computeIfAbsent(key, absent -> new ArrayDeque<>()).pollFirst());
    }

    /** Puts an encoder back that works as before. */
    static synchronized void giveBack(EncodingPlan plan, Encoder encoder) {
        IDLE.computeIfAbsent(key(plan), absent -> new ArrayDeque<>()).addFirst(encoder);
    }
}
