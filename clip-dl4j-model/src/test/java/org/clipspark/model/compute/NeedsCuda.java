package org.clipspark.model.compute;

import org.clipspark.model.compute.cuda.CudaTrial;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips tests of the {@code cuda} backend where it cannot compute, and says why. */
public final class NeedsCuda implements ExecutionCondition {
    /** Tried once: what fails to load keeps failing. */
    private static final ConditionEvaluationResult RESULT = tried();

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return RESULT;
    }

    private static ConditionEvaluationResult tried() {
        try {
            return ConditionEvaluationResult.enabled(CudaTrial.run(0).line());
        } catch (IllegalStateException e) {
            return ConditionEvaluationResult.disabled(String.valueOf(e.getMessage()));
        }
    }

    /** The backend on the first card. */
    public static Backend open(Precision precision) {
        return Backend.named("cuda", new BackendSettings(ElementType.FLOAT32, 1, precision, 0));
    }
}
