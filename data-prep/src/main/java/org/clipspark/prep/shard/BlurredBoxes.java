package org.clipspark.prep.shard;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.clipspark.image.region.RelativeBox;

/**
 * Boxes of an image that are blurred before it is stored, each left, top, right and bottom in shares of the width and height
 * of the upright image.
 *
 * @param boxes at most 1,000, which cover the image at most 16 times
 */
public record BlurredBoxes(List<RelativeBox> boxes) {
    /** Longer than any list of boxes that is accepted. */
    private static final int LONGEST = 1 << 18;

    private static final int MOST = 1000;
    private static final int MOST_AREA = 16;
    private static final int SIDES = 4;
    private static final ObjectReader JSON =
            new ObjectMapper().readerFor(JsonNode.class).with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** Copies; checks the number and the area. */
    public BlurredBoxes {
        boxes = List.copyOf(boxes);
        double area = boxes.stream().mapToDouble(RelativeBox::area).sum();
        if (boxes.size() > MOST || area > MOST_AREA) {
            throw new IllegalArgumentException("At most " + MOST + " boxes that cover an image at most " + MOST_AREA
                    + " times are accepted, got " + boxes.size() + " that cover it " + area + " times");
        }
    }

    /**
     * The boxes that a JSON list of lists of four numbers spells; none for an empty text.
     *
     * @throws IllegalArgumentException if the text is anything else; a row whose boxes are unknown must not go on
     */
    public static BlurredBoxes parse(String json) {
        if (json.isBlank()) {
            return new BlurredBoxes(List.of());
        }
        if (json.length() > LONGEST) {
            throw new IllegalArgumentException("The list of boxes is longer than " + LONGEST + " characters");
        }
        JsonNode list = tree(json);
        if (!list.isArray()) {
            throw notBoxes();
        }
        List<RelativeBox> boxes = new ArrayList<>();
        for (JsonNode box : list) {
            boxes.add(box(box));
        }
        return new BlurredBoxes(boxes);
    }

    private static JsonNode tree(String json) {
        try {
            return JSON.readValue(json);
        } catch (JsonProcessingException e) {
            throw notBoxes();
        }
    }

    private static RelativeBox box(JsonNode box) {
        boolean isBox = box.isArray() && box.size() == SIDES;
        for (JsonNode side : box) {
            isBox &= side.isNumber();
        }
        if (!isBox) {
            throw notBoxes();
        }
        return new RelativeBox(
                box.path(0).doubleValue(),
                box.path(1).doubleValue(),
                box.path(2).doubleValue(),
                box.path(SIDES - 1).doubleValue());
    }

    private static IllegalArgumentException notBoxes() {
        return new IllegalArgumentException(
                "Boxes are a list of lists of four numbers: left, top, right, bottom in shares of width and height");
    }

    /** What {@link #parse} reads; empty without boxes. */
    public String json() {
        return boxes.isEmpty()
                ? ""
                : boxes.stream()
                        .map(box -> List.of(box.left(), box.top(), box.right(), box.bottom())
                                .toString())
                        .collect(Collectors.joining(", ", "[", "]"));
    }
}
