import KubeClient

/// Questions about rights: whoever is let in may do everything.
enum AccessReviews {
  /// The answer to a review; `nil` when the request is none.
  static func respond(to request: APIRequest) throws(APIError) -> APIResponse? {
    guard request.method == "POST" else { return nil }
    let kind: String
    let status: JSONValue
    switch request.path {
    case "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews":
      kind = "SelfSubjectAccessReview"
      status = ["allowed": true]
    case "/apis/authorization.k8s.io/v1/subjectaccessreviews":
      kind = "SubjectAccessReview"
      status = ["allowed": true]
    case "/apis/authorization.k8s.io/v1/selfsubjectrulesreviews":
      kind = "SelfSubjectRulesReview"
      status = [
        "resourceRules": [["verbs": ["*"], "apiGroups": ["*"], "resources": ["*"]]],
        "nonResourceRules": [["verbs": ["*"], "nonResourceURLs": ["*"]]], "incomplete": false,
      ]
    case "/apis/authentication.k8s.io/v1/selfsubjectreviews":
      kind = "SelfSubjectReview"
      status = [
        "userInfo": ["username": JSONValue(request.user.name), "groups": JSONValue(request.user.groups)]
      ]
    default: return nil
    }
    var review = try BodyDecoder.object(request, kind: kind)
    review["kind"] = JSONValue(kind)
    review["status"] = status
    return APIResponse(status: 201, json: review)
  }
}
