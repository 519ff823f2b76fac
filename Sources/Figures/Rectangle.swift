/// A rectangle on the page, in points (1/72 inch) from its lower left corner.
struct Rectangle: Equatable {
  var left, bottom, right, top: Double

  var width: Double { right - left }
  var height: Double { top - bottom }
}
