package org.clipspark.benchmarks.embed;

import org.clipspark.benchmarks.trainstep.StartingPoint;
import org.clipspark.model.ClipModel;
import org.clipspark.model.StepMemory;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.BackendSettings;
import org.clipspark.model.compute.ElementType;
import org.clipspark.model.compute.FloatVector;
import org.clipspark.model.compute.ParameterLayout;
import org.clipspark.model.layer.Activations;

/** As a task of an evaluation embeds, on the oneDNN backend. */
final class OurEncoding implements Encoding {
    private final Backend backend;
    private final ClipModel model;
    private final boolean ofImages;
    private final float[] images;
    private final int[] texts;

    OurEncoding(boolean ofImages, int threads) {
        this.ofImages = ofImages;
        backend = Backend.named("onednn", new BackendSettings(ElementType.FLOAT32, threads));
        model = ClipModel.create(CASE.config(), backend, new StepMemory(CASE.batch(), 1, Activations.RECOMPUTED));
        StartingPoint start = new StartingPoint(CASE);
        FloatVector all = model.parameterVector();
        for (ParameterLayout.Entry entry : model.parameters().layout().entries()) {
            start.parameter(entry, (offset, values, count) -> all.write(entry.offset() + offset, values, 0, count));
        }
        images = start.images();
        texts = start.texts();
    }

    @Override
    public float[] run() {
        return ofImages ? model.embedImages(images, CASE.batch()) : model.embedTexts(texts, CASE.batch());
    }

    @Override
    public void close() {
        backend.close();
    }
}
