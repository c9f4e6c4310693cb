package org.clipspark.job.embed.score;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.clipspark.job.embed.part.EmbeddedRow;
import org.clipspark.job.embed.part.EmbeddingVector;

/** Which of an image's captions its similarity is that of. */
public enum CaptionChoice {
    /** The first one, which training of one caption for each image reads. */
    FIRST {
        @Override
        double of(EmbeddedRow row) {
            return cosine(row.image(), row.texts().get(0));
        }
    },
    /** The one that is most similar. */
    BEST {
        @Override
        double of(EmbeddedRow row) {
            return row.texts().stream()
                    .mapToDouble(text -> cosine(row.image(), text))
                    .max()
                    .orElseThrow();
        }
    };

    /**
     * The choice of that name.
     *
     * @throws IllegalArgumentException if there is none; the message lists the names
     */
    public static CaptionChoice named(String name) {
        List<CaptionChoice> choices = List.of(values());
        return choices.stream()
                .filter(choice -> choice.label().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Unknown choice of captions '" + name + "' (expected: "
                        + choices.stream().map(CaptionChoice::label).collect(Collectors.joining(", ")) + ")"));
    }

    private String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Cosine of the angle between image and caption, from -1 to 1. */
    abstract double of(EmbeddedRow row);

    private static double cosine(EmbeddingVector image, EmbeddingVector text) {
        double sum = 0;
        for (int i = 0; i < image.width(); i++) {
            sum += (double) image.values()[i] * text.values()[i];
        }
        return sum;
    }
}
