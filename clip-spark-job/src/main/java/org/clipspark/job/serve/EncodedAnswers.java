package org.clipspark.job.serve;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.clipspark.image.ImageBounds;
import org.clipspark.image.ImageDecoder;
import org.clipspark.image.ImageOutcome;
import org.clipspark.job.embed.Encoder;
import org.clipspark.job.embed.part.EmbeddingVector;
import org.clipspark.job.eval.Embeddings;
import org.clipspark.job.eval.ZeroShot;

/**
 * Answers by a checkpoint's encoders. Images are decoded and texts tokenized by the thread that asks; the encoders work for
 * one at a time.
 */
final class EncodedAnswers {
    /** 48 MB decoded, for each request at a time. */
    private static final long MOST_PIXELS = 16_000_000;

    private static final String IMAGES = "images";
    private static final String TEXTS = "texts";
    private static final String CLASSES = "classes";
    private static final String TEMPLATES = "templates";
    private static final String CLASS = "{c}";

    private final Encoder encoder;
    private final ServiceSettings settings;
    private final ImageDecoder decoder;
    private final Turns turns;

    EncodedAnswers(Encoder encoder, ServiceSettings settings, Turns turns) {
        this.encoder = encoder;
        this.settings = settings;
        this.decoder = new ImageDecoder(new ImageBounds(MOST_PIXELS, settings.maxRequestBytes()));
        this.turns = turns;
    }

    /** Embeddings of {@code images} in Base64 and {@code texts}, in their order, each of length 1. */
    Map<String, Object> embed(byte[] request) {
        RequestBody body = RequestBody.parse(request, Set.of(IMAGES, TEXTS), settings.maxItems());
        List<float[]> images = pixels(body);
        List<int[]> texts = body.texts(TEXTS).stream().map(encoder::tokens).toList();
        if (images.isEmpty() && texts.isEmpty()) {
            throw RequestBody.bad("expected at least one of images and texts");
        }
        return turns.take(() -> {
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("image_embeddings", values(images.isEmpty() ? List.of() : encoder.images(images)));
            answer.put("text_embeddings", values(texts.isEmpty() ? List.of() : encoder.texts(texts)));
            return answer;
        });
    }

    /** For each of {@code images} the probabilities of {@code classes}, which fill {@code templates}, the greatest first. */
    Map<String, Object> classify(byte[] request) {
        RequestBody body = RequestBody.parse(request, Set.of(IMAGES, CLASSES, TEMPLATES), settings.maxItems());
        List<float[]> images = pixels(body);
        List<String> classes = body.texts(CLASSES);
        List<String> templates = body.texts(TEMPLATES);
        if (images.isEmpty() || classes.isEmpty() || templates.isEmpty()) {
            throw RequestBody.bad("expected images, classes and templates, at least one of each");
        }
        List<int[]> prompts =
                prompts(classes, templates).stream().map(encoder::tokens).toList();
        return turns.take(() -> {
            Embeddings classifier = ZeroShot.classifier(embeddings(encoder.texts(prompts)), classes.size());
            float[] logits = new ZeroShot(classifier, new int[0]).logits(embeddings(encoder.images(images)));
            List<Object> predictions = new ArrayList<>();
            for (int image = 0; image < images.size(); image++) {
                predictions.add(prediction(logits, image * classes.size(), classes));
            }
            return Map.of("predictions", predictions);
        });
    }

    private List<float[]> pixels(RequestBody body) {
        List<float[]> all = new ArrayList<>();
        for (byte[] encoded : body.bytes(IMAGES)) {
            ImageOutcome outcome = decoder.decode(encoded);
            if (outcome instanceof ImageOutcome.Decoded decoded) {
                float[] pixels = new float[encoder.transform().length()];
                encoder.transform().apply(decoded.image(), 0, pixels, 0);
                all.add(pixels);
            } else if (outcome instanceof ImageOutcome.Rejected rejected) {
                throw RequestBody.bad("number " + all.size() + " of images cannot be decoded: "
                        + rejected.reason().label() + ", " + rejected.detail());
            }
        }
        return all;
    }

    private List<String> prompts(List<String> classes, List<String> templates) {
        if ((long) classes.size() * templates.size() > settings.maxItems()) {
            throw new RefusedRequestException(
                    RefusedRequestException.TOO_LARGE,
                    classes.size() + " classes in " + templates.size() + " templates are too many prompts, at most "
                            + settings.maxItems() + " are accepted");
        }
        List<String> prompts = new ArrayList<>();
        for (String name : classes) {
            for (String template : templates) {
                if (!template.contains(CLASS)) {
                    throw RequestBody.bad("each of templates must contain " + CLASS);
                }
                prompts.add(template.replace(CLASS, name));
            }
        }
        return prompts;
    }

    private static List<float[]> values(List<EmbeddingVector> vectors) {
        return vectors.stream().map(EmbeddingVector::values).toList();
    }

    private static Embeddings embeddings(List<EmbeddingVector> vectors) {
        int width = vectors.get(0).width();
        float[] rows = new float[vectors.size() * width];
        for (int i = 0; i < vectors.size(); i++) {
            System.arraycopy(vectors.get(i).values(), 0, rows, i * width, width);
        }
        return Embeddings.of(rows, width);
    }

    /** A class with the probability that softmax gives it. */
    private record Likely(String name, double probability) {}

    private static List<Map<String, Object>> prediction(float[] logits, int first, List<String> classes) {
        double greatest = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < classes.size(); c++) {
            greatest = Math.max(greatest, logits[first + c]);
        }
        double sum = 0;
        for (int c = 0; c < classes.size(); c++) {
            sum += Math.exp(logits[first + c] - greatest);
        }
        List<Likely> likely = new ArrayList<>();
        for (int c = 0; c < classes.size(); c++) {
            likely.add(new Likely(classes.get(c), Math.exp(logits[first + c] - greatest) / sum));
        }
        likely.sort(Comparator.comparingDouble(Likely::probability).reversed());
        return likely.stream()
                .map(each -> Map.<String, Object>of("class", each.name(), "probability", each.probability()))
                .toList();
    }
}
