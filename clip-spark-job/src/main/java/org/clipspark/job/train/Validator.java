package org.clipspark.job.train;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import org.clipspark.image.ImageBounds;
import org.clipspark.image.ImageDecoder;
import org.clipspark.image.ImageOutcome;
import org.clipspark.job.data.ReplicaShare;
import org.clipspark.job.data.Sample;
import org.clipspark.job.data.ShardReader;
import org.clipspark.job.eval.Embeddings;
import org.clipspark.job.eval.Evaluation;
import org.clipspark.job.eval.Evaluator;
import org.clipspark.job.eval.PairLoss;
import org.clipspark.job.eval.PromptTemplates;
import org.clipspark.job.eval.Retrieval;
import org.clipspark.job.eval.ZeroShot;
import org.clipspark.model.ClipModel;
import org.clipspark.model.ModelConfig;
import org.clipspark.model.input.ClipTokenizer;
import org.clipspark.model.input.ImageTransform;
import org.clipspark.prep.shard.ShardSplit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Measures a model on the validation split: loss, zero-shot accuracy, retrieval both ways. */
final class Validator {
    private static final Logger log = LoggerFactory.getLogger(Validator.class);

    private final ShardReader shards;
    private final ModelConfig config;
    private final ClipTokenizer tokenizer;
    private final ImageTransform transform;
    private final List<String> classNames;
    private final PromptTemplates templates;
    private final int batchSize;
    private final String lossName;
    private final ImageDecoder decoder = new ImageDecoder(ImageBounds.DEFAULT);

    Validator(RunPlan plan, ShardReader shards) {
        this.shards = shards;
        this.config = plan.model();
        this.tokenizer = plan.tokenizer();
        this.transform = ImageTransform.evaluation(
                config.vision().size(), config.vision().patchSize());
        this.classNames = shards.classNames();
        this.templates = new PromptTemplates(plan.config().evaluation().templates());
        this.batchSize = plan.config().evaluation().batchSize();
        this.lossName = plan.config().loss().name().name().toLowerCase(Locale.ROOT);
    }

    /** Embeddings of the split, with what belongs to them. */
    private static final class Embedded {
        private final List<float[]> images = new ArrayList<>();
        private final List<float[]> texts = new ArrayList<>();
        private final List<Integer> textToImage = new ArrayList<>();
        private final List<OptionalInt> labels = new ArrayList<>();
        private final List<Integer> firstTexts = new ArrayList<>();
    }

    /**
     * Measures the model.
     *
     * @param seconds since some moment, to tell how long it took
     */
    Validation run(ClipModel model, java.util.function.DoubleSupplier seconds) {
        double start = seconds.getAsDouble();
        Embedded embedded = embed(model);
        Embeddings images = joined(embedded.images);
        Embeddings texts = joined(embedded.texts);
        List<Evaluator> evaluators = new ArrayList<>();
        if (!classNames.isEmpty() && embedded.labels.stream().allMatch(OptionalInt::isPresent)) {
            evaluators.add(zeroShot(model, embedded.labels));
        }
        evaluators.add(new Retrieval(texts, toArray(embedded.textToImage)));
        Evaluation evaluation = Evaluation.of(images, evaluators);
        double loss = PairLoss.named(lossName, Math.exp(model.logitScale()), model.logitBias())
                .mean(images, texts, toArray(embedded.firstTexts), batchSize);
        return new Validation(loss, evaluation, seconds.getAsDouble() - start);
    }

    private ZeroShot zeroShot(ClipModel model, List<OptionalInt> labels) {
        List<String> prompts = templates.prompts(classNames);
        Embeddings prompt = Embeddings.of(embedTexts(model, prompts), config.embeddingSize());
        int[] classes = labels.stream().mapToInt(OptionalInt::getAsInt).toArray();
        return new ZeroShot(ZeroShot.classifier(prompt, classNames.size()), classes);
    }

    private Embedded embed(ClipModel model) {
        Embedded result = new Embedded();
        Iterator<Sample> samples = shards.inOrder(ShardSplit.VALIDATION, ReplicaShare.WHOLE);
        List<Sample> batch = new ArrayList<>();
        int done = 0;
        while (samples.hasNext()) {
            batch.add(samples.next());
            if (batch.size() == batchSize || !samples.hasNext()) {
                done += embedBatch(model, batch, done, result);
                batch.clear();
            }
        }
        return result;
    }

    private int embedBatch(ClipModel model, List<Sample> batch, int firstImage, Embedded result) {
        float[] pixels = new float[batch.size() * transform.length()];
        List<String> captions = new ArrayList<>();
        int images = 0;
        for (Sample sample : batch) {
            if (decoder.decode(sample.image()) instanceof ImageOutcome.Decoded decoded) {
                transform.apply(decoded.image(), 0, pixels, images * transform.length());
                result.firstTexts.add(result.textToImage.size());
                for (String caption : sample.captions()) {
                    captions.add(caption);
                    result.textToImage.add(firstImage + images);
                }
                result.labels.add(sample.label());
                images++;
            } else {
                log.warn("Left out key={} of the evaluation: its image cannot be decoded", sample.key());
            }
        }
        result.images.add(model.embedImages(pixels, images));
        result.texts.add(embedTexts(model, captions));
        return images;
    }

    private float[] embedTexts(ClipModel model, List<String> texts) {
        int context = config.text().contextLength();
        int[] ids = new int[texts.size() * context];
        for (int i = 0; i < texts.size(); i++) {
            System.arraycopy(tokenizer.encode(texts.get(i), context), 0, ids, i * context, context);
        }
        return model.embedTexts(ids, texts.size());
    }

    private Embeddings joined(List<float[]> parts) {
        int length = parts.stream().mapToInt(part -> part.length).sum();
        float[] all = new float[length];
        int at = 0;
        for (float[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return Embeddings.of(all, config.embeddingSize());
    }

    private static int[] toArray(List<Integer> values) {
        return values.stream().mapToInt(Integer::intValue).toArray();
    }
}
