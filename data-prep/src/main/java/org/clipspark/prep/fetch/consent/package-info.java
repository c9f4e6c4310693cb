/** What owners of sites say about the use of their images. Entry points: {@link org.clipspark.prep.fetch.consent.OptOuts}, {@link
 * org.clipspark.prep.fetch.consent.RobotsRules}. */
@NullMarked
package org.clipspark.prep.fetch.consent;

import org.jspecify.annotations.NullMarked;
