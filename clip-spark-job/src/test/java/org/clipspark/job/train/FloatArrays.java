package org.clipspark.job.train;

import org.clipspark.model.compute.FloatVector;

/** Short vectors as arrays. */
final class FloatArrays {
    private FloatArrays() {}

    static float[] of(FloatVector vector) {
        float[] values = new float[Math.toIntExact(vector.size())];
        vector.read(0, values, 0, values.length);
        return values;
    }

    static boolean areNumbers(float[] values) {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                return false;
            }
        }
        return true;
    }
}
