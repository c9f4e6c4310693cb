package org.clipspark.job.robust.card;

/**
 * Names of wrong classes on clean images.
 *
 * @param clean accuracy on the images before
 * @param accuracy after
 * @param success how many are taken for the class whose name is on them; its {@code right} are those
 * @param before how many were taken for that class without it
 */
public record TypographicResult(Accuracy clean, Accuracy accuracy, Accuracy success, Accuracy before) {}
